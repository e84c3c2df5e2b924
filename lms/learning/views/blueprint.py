"""The blueprint of learning."""

from __future__ import annotations

from flask import Blueprint

from lms.catalogue.render import lesson_on, parts_on

bp = Blueprint("learning", __name__)
bp.add_app_template_filter(lesson_on, "lesson")
bp.add_app_template_filter(parts_on, "parts")
