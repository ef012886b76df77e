"""The newest version of an act, today and on a day."""

import pytest

from retrieval.versions import newest_of, versions_of

ROWS = [
    {"act": "broloven", "valid_from": "2015-01-01", "valid_to": "2021-12-31"},
    {"act": "broloven", "valid_from": "2022-01-01", "valid_to": ""},
    {"act": "bådloven", "valid_from": "", "valid_to": ""},
]


@pytest.mark.parametrize(
    ("act", "as_of", "newest"),
    [
        ("broloven", "", "2022-01-01"),
        ("broloven", "2021-12-31", "2015-01-01"),
        ("broloven", "2022-01-01", "2022-01-01"),
        ("broloven", "2014-12-31", ""),
        ("bådloven", "2014-12-31", ""),
    ],
)
def test_the_newest_is_that_of_the_day(act: str, as_of: str, newest: str) -> None:
    assert newest_of(versions_of(ROWS)[act], as_of) == newest
