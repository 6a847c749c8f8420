"""Words of the sign-in page."""

_WORDS = {
    "zh": {
        "tag": "zh-CN",
        "title": "登录 · 三中心指挥平台",
        "product": "三中心指挥平台",
        "name": "账号",
        "password": "密码",
        "go": "登录",
        "wrong": "账号或密码不对。请再试一次，或请管理员重设。",
        "down": "账号暂时读不到。请稍后再试；若持续，请联系运维人员。",
        "other": "en",
        "other_name": "English",
    },
    "en": {
        "tag": "en",
        "title": "Sign in · Three-center command platform",
        "product": "Three-center command platform",
        "name": "Account",
        "password": "Password",
        "go": "Sign in",
        "wrong": "Account or password do not match. Try again, or ask the operator to set it anew.",
        "down": "Accounts cannot be read right now. Try again in a moment; if it lasts, call the operator.",
        "other": "zh",
        "other_name": "中文",
    },
}


def words(language: str) -> dict[str, str]:
    """All words of the page in one language."""
    return _WORDS[language]
