"""The same for rules that look at the domain only."""
# mypy: ignore-errors


def sign(session):
    # ruleid: no-clock-or-chance-in-the-domain
    signed_at = datetime.now(UTC)
    # ruleid: no-clock-or-chance-in-the-domain
    token = secrets.token_urlsafe(16)
    # ok: no-query-on-private-tables-outside-queries
    session.scalars(select(SessionText.sealed))
    session.flush()
    # ruleid: no-operation-that-commits
    session.commit()
