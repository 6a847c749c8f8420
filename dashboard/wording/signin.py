"""Words of the sign-in page."""

from collections.abc import Mapping

from dashboard.wording.words import Word

SIGNIN: Mapping[str, Word] = {
    "title": Word("登录 · 三中心指挥平台", "Sign in · Three-Center Command"),
    "product": Word("三中心指挥平台", "Three-Center Command"),
    "name": Word("账号", "Account"),
    "password": Word("密码", "Password"),
    "go": Word("登录", "Sign in"),
    "wrong": Word(
        "账号或密码不对。请再试一次，或请管理员重设。",
        "Account or password do not match. Try again, or ask the operator to set it anew.",
    ),
    "down": Word(
        "账号暂时读不到。请稍后再试；若持续，请联系运维人员。",
        "Accounts cannot be read right now. Try again in a moment; if it lasts, call the operator.",
    ),
    "other_language": Word("English", "中文"),
}
