"""What tells who a person is: refused wherever it stands, never kept, and never written out again in a message."""

from __future__ import annotations

import re

from sim.core.config.language import message

NAMING_HEADS = frozenset(
    ("name", "names", "full_name", "surname", "first_name", "person", "id", "id_number", "id_card", "identity")
    + ("identity_number", "phone", "telephone", "mobile", "address", "姓名", "名字", "身份证", "身份证号")
    + ("身份证号码", "公民身份号码", "证件号码", "电话", "电话号码", "手机", "手机号", "手机号码", "联系电话", "住址")
    + ("家庭住址", "地址", "户主", "户主姓名", "家长", "配偶姓名", "银行卡号", "银行账号", "党员姓名", "书记姓名")
)
"""Headings under which somebody is named or can be found."""
_DATE = r"(?:18|19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
IDENTITY = re.compile(
    rf"(?<!\d)(?:[1-9]\d{{5}}{_DATE}\d{{3}}[\dXx]|[1-9]\d{{5}}\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{{3}})(?![\dXx])"
)
"""Citizens' identity numbers of 18 digits, and the older ones of 15."""
PHONE = re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)")
SUSPECT = re.compile(r"\d{11}")
"""A row without this holds neither."""


def identifies(text: str) -> bool:
    """Whether a cell holds a number of identity, or that of a telephone.

    Examples
    --------
    >>> from sim.world.roster.privacy import identifies
    >>> identifies("11010119900307123X"), identifies("110101001002")
    (True, False)
    """
    return bool(IDENTITY.search(text) or PHONE.search(text))


def hidden(text: str) -> str:
    """What is said of such a value in its place."""
    return message("({count} characters)", count=len(text))
