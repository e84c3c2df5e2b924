"""Every action that changes something, as one form of one page; and those that are not raced."""

from tests.torture.acts.accounts import ACCOUNTS
from tests.torture.acts.assessment import ASSESSMENT
from tests.torture.acts.attendance import ATTENDANCE
from tests.torture.acts.catalogue import CATALOGUE
from tests.torture.acts.certification import CERTIFICATION
from tests.torture.acts.cohorts import COHORTS
from tests.torture.acts.factors import FACTORS
from tests.torture.acts.joining import JOINING
from tests.torture.acts.learning import LEARNING
from tests.torture.acts.pace import PACE
from tests.torture.acts.portfolio import PORTFOLIO
from tests.torture.acts.privacy import PRIVACY
from tests.torture.acts.questions import QUESTIONS
from tests.torture.acts.stage import Act, Press, Stage
from tests.torture.acts.supervision import SUPERVISION

ACTS: dict[str, Act] = {
    **ACCOUNTS,
    **FACTORS,
    **CATALOGUE,
    **LEARNING,
    **COHORTS,
    **JOINING,
    **ATTENDANCE,
    **PACE,
    **QUESTIONS,
    **ASSESSMENT,
    **CERTIFICATION,
    **PORTFOLIO,
    **PRIVACY,
    **SUPERVISION,
}
"""By endpoint."""

NOT_RACED = {
    "portfolio.own_piece": "changes words where they stand, with their version: as in"
    " tests/portfolio/test_composing.py",
    "portfolio.move_piece": "changes the order of what is there; its one-time key lets one press"
    " through, as in tests/portfolio/test_composing.py",
    "portfolio.take_piece_out": "says what shall be: a second press finds it so",
    "portfolio.bring_piece_back": "the same",
    "catalogue.sheet": "changes words where they stand: a second press finds its own, as in"
    " tests/catalogue/test_drafts.py",
    "catalogue.module": "the same",
    "catalogue.step": "the same",
    "catalogue.easy_step": "the same",
    "catalogue.framework": "the same",
    "catalogue.medium": "adds a line to texts that stand; its one-time key lets one press through",
    "catalogue.said": "changes words where they stand, as catalogue.sheet does",
    "catalogue.media": "the same file finds itself there, as in"
    " tests/catalogue/test_studio_media.py",
    "catalogue.replace_medium": "sends a file that finds itself there: pressed twice in"
    " tests/catalogue/test_replace_media.py",
    "catalogue.preview": "writes nothing: it shows a text as readers will see it",
    "catalogue.take_archive": "sends a file: pressed twice in"
    " tests/catalogue/archive/test_studio.py",
    "web.language": "writes a cookie of its own browser and no row",
    "learning.notice": "writes a cookie of its own browser and no row",
    "learning.place": "keeps the place of its own device: the last press is as good",
    "accounts.switch_role": "sets the role of its own session: the last press is as good",
    "accounts.sign_in": "each press on another device is a session of its own",
    "accounts.forgotten_password": "each press may send a letter; how many is counted by"
    " tests/accounts/test_races.py (no try slips through the count)",
    "accounts.ask_sign_in_link": "as for a forgotten password",
    "accounts.confirm_identity": "proves again who it is, as often as one wishes",
    "certification.verify_start": "reads",
    "certification.verify_start_capital": "reads",
    "certification.verify": "reads; wrong tries are counted as in tests/accounts/test_races.py",
    "certification.verify_capital": "reads",
    "certification.zip_files": "each press takes the archive once, and each is told",
}

__all__ = ["ACTS", "NOT_RACED", "Act", "Press", "Stage"]
