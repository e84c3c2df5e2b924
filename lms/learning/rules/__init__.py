"""What training means, without a database: progress, deadlines, pauses, and days of answers."""

from lms.learning.rules.progress import (
    BestCheck,
    Exempted,
    Facts,
    ModuleState,
    Progress,
    exemption_facts,
    learning_facts,
)

__all__ = [
    "BestCheck",
    "Exempted",
    "Facts",
    "ModuleState",
    "Progress",
    "exemption_facts",
    "learning_facts",
]
