"""The commands of the catalogue: folders of curriculum files, and files of questions."""

from __future__ import annotations

from lms.catalogue.commands.files import questions
from lms.catalogue.commands.folders import STARTER, curriculum, import_folder, read_folder

__all__ = ["STARTER", "curriculum", "import_folder", "questions", "read_folder"]
