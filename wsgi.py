"""The WSGI entry: `gunicorn wsgi:app`."""

from lms.app.start import start

app = start()
