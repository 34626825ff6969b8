"""Django's tasks: its own from Django 6.0 on, and the package ``django-tasks`` before."""

# ruff: noqa: F401, PLC0414
from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING or find_spec("django.tasks"):
    from django.tasks import Task as Task
    from django.tasks import task as task
    from django.tasks import task_backends as task_backends
    from django.tasks.backends.dummy import DummyBackend as DummyBackend
    from django.tasks.backends.immediate import ImmediateBackend as ImmediateBackend
    from django.tasks.exceptions import InvalidTaskBackend, TaskException
else:
    from django_tasks import task, task_backends
    from django_tasks.backends.dummy import DummyBackend
    from django_tasks.backends.immediate import ImmediateBackend
    from django_tasks.base import Task
    from django_tasks.exceptions import InvalidTaskBackendError as InvalidTaskBackend
    from django_tasks.exceptions import TaskException

WRONG: Final = (TaskException, InvalidTaskBackend)
"""Raised where TASKS has no such backend, or the backend no such queue."""
