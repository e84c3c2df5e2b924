"""Every room's tables, gathered for migrations and whole-house tests."""

from __future__ import annotations

from sqlalchemy import MetaData

from lms.accounts import models as _accounts
from lms.assessment import models as _assessment
from lms.attendance import models as _attendance
from lms.catalogue import models as _catalogue
from lms.certification import models as _certification
from lms.drafts import models as _drafts
from lms.exports import models as _exports
from lms.journal import models as _journal
from lms.kernel.base import Base
from lms.learning import models as _learning
from lms.organisations import models as _organisations
from lms.outbox import models as _outbox
from lms.portfolio import models as _portfolio
from lms.privacy import models as _privacy
from lms.retention import models as _retention
from lms.storage import models as _storage
from lms.supervision import models as _supervision
from lms.vault import models as _vault
from lms.web import models as _web

ROOMS = (
    _accounts,
    _assessment,
    _attendance,
    _catalogue,
    _certification,
    _drafts,
    _exports,
    _journal,
    _learning,
    _organisations,
    _outbox,
    _portfolio,
    _privacy,
    _retention,
    _storage,
    _supervision,
    _vault,
    _web,
)

metadata: MetaData = Base.metadata
