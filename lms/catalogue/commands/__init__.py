"""The commands of the catalogue: folders of curriculum files, and files of questions."""

from __future__ import annotations

from lms.catalogue.commands.exports import archive, export
from lms.catalogue.commands.files import questions
from lms.catalogue.commands.folders import STARTER, curriculum, import_folder, read_folder

curriculum.add_command(archive)
curriculum.add_command(export)

__all__ = ["STARTER", "curriculum", "import_folder", "questions", "read_folder"]
