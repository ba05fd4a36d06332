"""The authoring form of message bodies: marshmallow schemas, newest version of each."""
