"""Where the texts and the file of an exemption are sealed: under the key of the one exempted."""

from __future__ import annotations

from lms.vault.rules import Place


def exemption_text_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where a text is sealed."""
    return Place("exemption_texts", public_id, "sealed", person_id, organisation_id)


def exemption_name_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where the name of the file is sealed."""
    return Place("exemption_files", public_id, "sealed", person_id, organisation_id)


def exemption_file_place(public_id: str, person_id: int, organisation_id: int) -> Place:
    """Where the file itself is sealed."""
    return Place("exemption_files", public_id, "file", person_id, organisation_id)
