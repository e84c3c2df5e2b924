"""What training means, without a database: progress, deadlines, pauses, and days of answers."""

from lms.learning.rules.progress import (
    BestCheck,
    Facts,
    ModuleState,
    Progress,
    learning_facts,
)

__all__ = ["BestCheck", "Facts", "ModuleState", "Progress", "learning_facts"]
