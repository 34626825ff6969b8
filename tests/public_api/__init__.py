"""What is promised to users of the library: names, types, the schema, what their tests are given."""
