"""The blueprint of attendance."""

from __future__ import annotations

from flask import Blueprint

from lms.attendance.render import clock_of, local_clock, local_day

bp = Blueprint("attendance", __name__)
bp.add_app_template_filter(local_clock)
bp.add_app_template_filter(local_day)
bp.add_app_template_filter(clock_of)
