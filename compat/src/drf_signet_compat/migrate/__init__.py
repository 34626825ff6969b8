"""
``signet migrate-from-simplejwt``: finds what a project says of Simple JWT, and shows or makes the changes.

Nothing here imports the project, Django or Simple JWT: it reads files. From the bottom up: `names`, `edits`, `sources`,
`positions`; `imports`, `strings`, `lost_modules`, `python_files`; `environments`; `requirement_lines`, `ini_lists`,
`toml_tables`; `setting_keys`, `settings_modules`; `git`, `project_files`; `plan`; `words`, `diff`, `writing`;
`command`.
"""
