"""What the worker does for the outbox: deliver what is due, forget addresses in time."""

from lms.outbox.jobs.deliver import deliver_due
from lms.outbox.jobs.forget import forget_addresses

__all__ = ["deliver_due", "forget_addresses"]
