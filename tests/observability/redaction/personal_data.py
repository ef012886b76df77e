"""Made-up personal data in every form that people write it, and the law's own numbers."""

import re

from hypothesis import strategies as st

LAW = (
    "efter ligningslovens § 33 A, stk. 1, nr. 2, jf. §§ 2-4 og 16",
    "LBK nr 1735 af 17/12/2024, jf. BEK nr. 1547 af 12. december 2023",
    "beløbet udgør 1.234.567 kr. og højst 12 345 678 kr. eller 12345678 kr.",
    "kr. 12.345.678,50 i 2018, 2019 og 2020; 2018 2019 2020 2021",
    "den 2019-01-01 og 01-01-2019, i perioden 1849-1953 og 1356 – 1370",
    "direktiv 2006/112/EF og forordning (EU) 2016/679, C-324/09, SKM2019.123.HR",
    "j.nr. 2020-1522 og 2019-123456",
    "run 019aa5d8-1234-7123-8123-123456781234, 12345678-1234-4123-8123-123456781234",
    "id8afa13c6-7228-4513-b212-1453f3131234 A20240173529 2hop__12345678_99",
    "hash a1b2c3d412345678e9, score 0.81234567 og 0,81234567",
    "at 2026-11-21T12:30:00.123456+00:00, 20261121T120701123456Z",
    "17.12.24 1500 kr. og 300280-1234 er ingen dag",
    "satserne er 5000 6000 og 7500",
)


def _born() -> st.SearchStrategy[str]:
    """A day, with 60 added for a number that stands in for another."""
    day = st.integers(1, 28).flatmap(lambda day: st.sampled_from([day, day + 60]))
    return st.builds("{:02d}{:02d}{:02d}".format, day, st.integers(1, 12), st.integers(0, 99))


_digits = st.text("0123456789", min_size=4, max_size=4)
_eight = (
    st.text("0123456789", min_size=7, max_size=7)
    .map(lambda rest: "2" + rest)
    .filter(
        lambda eight: not re.fullmatch(r"20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])", eight)
    )
)
"""Alone, eight digits that are a day are taken for one."""


def _cpr(born: str, serial: str) -> st.SearchStrategy[str]:
    day, month, year = born[:2], born[2:4], born[4:]
    return st.sampled_from(
        [f"{born}{gap}{serial}" for gap in ("", "-", " ", "–", " - ", "-\n", ".", "\u00a0")]
        + [f"{day} {month} {year} {serial}", f"{day}.{month}.{year}-{serial}"]
    )


def _phone(eight: str) -> st.SearchStrategy[str]:
    pairs = [eight[at : at + 2] for at in range(0, 8, 2)]
    cued = f"{eight[:2]} {eight[2:5]} {eight[5:]}"
    grouped = [" ".join(pairs), "-".join(pairs), ".".join(pairs), "\u00a0".join(pairs), eight]
    abroad = [f"{code}{one}" for code in ("+45", "+45 ", "(+45) ", "0045 ") for one in grouped[:2]]
    return st.sampled_from([*grouped, *abroad, f"tlf. {cued}", f"mobilnr.: {cued}", f"+45 {eight}"])


def _luhn(start: str) -> str:
    doubled = sum(sum(divmod(2 * int(one), 10)) for one in start[::-2])
    return start + str(-(doubled + sum(int(one) for one in start[-2::-2])) % 10)


def _card(start: str) -> st.SearchStrategy[str]:
    number = _luhn(start)
    fours = [number[at : at + 4] for at in range(0, 16, 4)]
    return st.sampled_from([number, " ".join(fours), "-".join(fours)])


def _iban(number: str) -> st.SearchStrategy[str]:
    check = 98 - int(f"{number}132000") % 97
    plain = f"DK{check:02d}{number}"
    return st.sampled_from([plain, " ".join(plain[at : at + 4] for at in range(0, 18, 4))])


def _account(number: str) -> st.SearchStrategy[str]:
    branch, account = f"5{number[:3]}", number[4:]
    return st.sampled_from(
        [
            f"{branch}-{account}",
            f"{branch} {account}",
            f"reg.nr. {branch} konto {account}",
            f"kontonr.: {account}",
            f"konto {branch} {account[:3]} {account[3:6]} {account[6:]}",
        ]
    )


cprs = st.tuples(_born(), _digits).flatmap(lambda of: _cpr(*of))
phones = _eight.flatmap(_phone)
cards = st.text("0123456789", min_size=14, max_size=14).flatmap(lambda rest: _card("4" + rest))
ibans = st.text("0123456789", min_size=14, max_size=14).flatmap(_iban)
accounts = st.text("0123456789", min_size=14, max_size=14).flatmap(_account)
emails = st.builds(
    "{}{}{}".format,
    st.from_regex(r"[a-zæøå][a-zæøå0-9._+-]{0,20}[a-zæøå]", fullmatch=True),
    st.sampled_from(["@", "@", " [at] ", "(at)", "%40"]),
    st.from_regex(r"[a-z][a-z0-9-]{0,9}[a-z](\.[a-z]{2,5}){1,2}", fullmatch=True),
)
planted = st.one_of(cprs, phones, cards, ibans, accounts, emails)
"""Text that holds one piece of personal data, with the words that people put before it."""


def traces(text: str) -> list[str]:
    """What must not be found any more: longer runs of digits, an e-mail address's own name."""
    digits = "".join(one for one in text if one.isdigit())
    return [digits] if len(digits) >= 8 else [text]
