"""Attributes of controls are written as WTForms writes them, only faster."""

from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup
from wtforms.widgets.core import html_params

from lms.web.fields import attributes

NAMES = st.from_regex(r"[a-z][a-z_]{0,12}", fullmatch=True)
VALUES = st.booleans() | st.integers() | st.text() | st.text().map(Markup)


@given(st.dictionaries(NAMES, VALUES, max_size=6))
def test_attributes_are_those_of_the_library(given_attributes: dict[str, object]) -> None:
    assert sorted(attributes(**given_attributes).split(" ")) == sorted(
        html_params(**given_attributes).split(" ")
    )
