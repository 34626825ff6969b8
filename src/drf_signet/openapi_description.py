"""
How Signet describes its endpoints to drf-spectacular. A project's own descriptions take precedence.

A project describes an endpoint by ``extend_schema`` and ``extend_schema_view`` on a view or its methods, by the
``schema`` of a view, by docstrings, and by the fields of its serializers.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any, Final, cast

from drf_spectacular.drainage import get_override, has_override, isolate_view_method, set_override
from drf_spectacular.extensions import OpenApiSerializerExtension
from drf_spectacular.openapi import AutoSchema
from drf_spectacular.plumbing import force_instance, get_class
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers

LAST: Final = -100
"""The priority of our extensions: below a project's own, which have zero unless they set it."""

HEADERS: Final = (("WWW-Authenticate", str, (401,)), ("Retry-After", int, (429, 503)))
"""Their types, and the statuses whose answers have them."""

PACKAGE: Final = "drf_signet."

Schema = type[AutoSchema]
Answer = type[serializers.Serializer[Any]]


def documented(
    responses: Mapping[int, Any],
    parameters: Sequence[OpenApiParameter] = (),
    *,
    ground: Schema | None = None,
    **more: Any,
) -> Schema:
    """A schema class on *ground* that describes *responses* and their headers."""
    headers = [
        OpenApiParameter(name, kind, OpenApiParameter.HEADER, response=present)
        for name, kind, statuses in HEADERS
        if (present := [one for one in statuses if one in responses])
    ]

    def operation() -> None: ...

    described: Any = operation
    if ground is not None:
        described.schema = ground  # where extend_schema looks for it
    extend_schema(responses=dict(responses), parameters=[*parameters, *headers], **more)(described)
    return cast(Schema, described.kwargs["schema"])


def described(view: type[Any], operations: Mapping[str, Schema]) -> type[Any]:
    """A view like *view*, in which each method is described by *operations*, and before that by the project."""
    copy = type(view.__name__, (view,), {"__doc__": view.__doc__})
    for name, ground in operations.items():
        method = isolate_view_method(copy, name)
        said = getattr(method, "kwargs", {})
        layers = [get_class(said.get("schema", AutoSchema)), get_class(view.schema), ground]
        method.kwargs = {**said, "schema": _stacked(layers)}
    return copy


def _stacked(layers: Sequence[Schema]) -> Schema:
    # A layer that another one stands on already would come twice.
    bases = [one for one in layers if not any(one is not other and issubclass(other, one) for other in layers)]
    return cast(Schema, type("StackedSchema", tuple(dict.fromkeys(bases)), {}))


def description_of(view: type[Any], method: str) -> str | None:
    """The project's docstring of *method* in its own view, or else the docstring of *view*."""
    for one in view.__mro__:
        # Since Python 3.13, None has a docstring.
        own = one.__dict__.get(method)
        if own is not None and own.__doc__ and not one.__module__.startswith(PACKAGE):
            return inspect.cleandoc(own.__doc__)
    return inspect.getdoc(view)


def answering(ground: Schema, status: int, answer: Answer) -> Schema:
    """*ground*, in which the answer *status* has also what the serializer of the view says about answers."""

    class Answering(ground):  # type: ignore[misc,valid-type]
        def get_response_serializers(self) -> Any:
            """The answers, by their status."""
            taken = force_instance(AutoSchema.get_request_serializer(self))
            told = answer_of(type(taken), answer) if isinstance(taken, serializers.Serializer) else answer
            return {**super().get_response_serializers(), status: told}

    return Answering


@cache
def answer_of(taken: Answer, answer: Answer) -> Answer:
    """*answer*, with the fields of the serializer *taken* that are only ever in an answer."""
    if taken.__module__.startswith(PACKAGE):
        return answer
    ours = answer().get_fields()
    added = {name for name, field in taken().fields.items() if field.read_only and name not in ours}
    if not added:
        return answer

    def get_fields(self: Any) -> dict[str, Any]:
        fields = super(derived, self).get_fields()
        return {**answer().get_fields(), **{name: fields[name] for name in fields if name in added}}

    derived = cast(Answer, type(taken.__name__, (taken,), {"get_fields": get_fields, "__doc__": answer.__doc__}))
    name = get_override(taken, "component_name") if has_override(taken, "component_name") else taken.__name__
    return cast(Answer, set_override(derived, "component_name", f"{name.removesuffix('Serializer')}Answer"))


def name_component(path: str, name: str) -> None:
    """Let the serializer at the dotted *path* be the component *name*; not those derived from it."""

    def get_name(self: Any, auto_schema: AutoSchema, direction: str) -> str:
        return name

    def map_serializer(self: Any, auto_schema: AutoSchema, direction: str) -> Any:
        return auto_schema._map_serializer(self.target, direction, bypass_extensions=True)  # noqa: SLF001  # no other

    methods: dict[str, Callable[..., Any]] = {"get_name": get_name, "map_serializer": map_serializer}
    type(f"{name}Name", (OpenApiSerializerExtension,), {"target_class": path, "priority": LAST, **methods})
