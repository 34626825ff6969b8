"""Django projects that the tests run in."""
