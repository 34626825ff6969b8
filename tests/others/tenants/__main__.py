"""Prints, as JSON, what happens in the `story`, in the world of the module that is named."""

from __future__ import annotations

import json
import sys
from importlib import import_module

import django

django.setup()
story = import_module("tests.others.tenants.story")
sys.stdout.write(json.dumps(story.lived_through(import_module(sys.argv[1]))))
