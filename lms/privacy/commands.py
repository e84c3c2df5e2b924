"""`lms export-schema`: the published description of the data that people take away."""

from __future__ import annotations

import json

import click

from lms.privacy.rules.schema import schema


@click.command("export-schema")
def export_schema() -> None:
    """Print the JSON Schema of data.json, as docs/ publishes it."""
    click.echo(json.dumps(schema(), ensure_ascii=False, indent=1))
