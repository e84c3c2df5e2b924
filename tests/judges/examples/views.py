"""What each rule must find (ruleid) and must leave alone (ok); read by semgrep, never run."""
# mypy: ignore-errors


@bp.get("/sessions")
def sessions():
    # ruleid: no-query-on-private-tables-outside-queries
    db.session.scalars(select(SessionText.sealed))
    # ok: no-query-on-private-tables-outside-queries
    db.session.scalars(select(Organisation.name))
    # ruleid: no-get-that-writes
    with db.writing() as session:
        touch(session)
    # ruleid: no-get-that-writes
    db.session.add(row)
    # ruleid: no-template-made-in-code
    return render_template_string(words)


@bp.post("/sessions")
def log_session():
    # ok: no-get-that-writes
    db.session.add(row)
    # ruleid: no-person-in-the-log
    log.warning("not sent to %s", letter.to_address)
    # ok: no-person-in-the-log
    log.warning("letter %s was not sent", letter.id)
    # ruleid: no-database-words-made-by-hand
    db.session.execute(text(f"SELECT 1 FROM people WHERE name = '{name}'"))
    # ok: no-database-words-made-by-hand
    db.session.execute(text("SELECT 1 FROM people WHERE name = :name"), {"name": name})
