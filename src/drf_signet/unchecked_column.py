"""A column with a constraint, added to a table of any size in a moment."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import AddField
from django.db.migrations.state import ProjectState


class AddUncheckedField(AddField):
    """
    Like `AddField`, for a field without a default that has a check, such as ``PositiveIntegerField(null=True)``.

    PostgreSQL would read the whole table for the check, and lock it meanwhile. All rows have NULL in the new column, so
    there is nothing to find: the constraint is NOT VALID, which holds for each row that is written from now on.
    """

    def database_forwards(
        self,
        app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        from_state: ProjectState,
        to_state: ProjectState,
    ) -> None:
        """Add the column."""
        connection = schema_editor.connection
        model = to_state.apps.get_model(app_label, self.model_name)
        if connection.vendor != "postgresql" or not self.allow_migrate_model(connection.alias, model):
            super().database_forwards(app_label, schema_editor, from_state, to_state)
            return
        column = model._meta.get_field(self.name)
        quote = schema_editor.quote_name
        table = quote(model._meta.db_table)
        check = quote(f"{model._meta.db_table}_{column.column}_check")
        parameters = column.db_parameters(connection)
        schema_editor.execute(f"ALTER TABLE {table} ADD COLUMN {quote(column.column)} {parameters['type']} NULL")
        schema_editor.execute(
            f"ALTER TABLE {table} ADD CONSTRAINT {check} CHECK ({parameters['check']}) NOT VALID", None
        )
