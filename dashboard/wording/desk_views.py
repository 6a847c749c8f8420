"""The words of saved views."""

from collections.abc import Mapping

from dashboard.wording.words import Word
from pipelines.domain.saved_view import LONGEST_NAME, MOST_VIEWS

VIEWS: Mapping[str, Word] = {
    "views": Word("视图", "Views"),
    "own": Word("我的视图", "My views"),
    "none": Word("还没有保存的视图", "No saved views yet"),
    "save_this": Word("保存当前页面", "Save this page"),
    "name": Word("名称", "Name"),
    "new_name": Word("新名称", "New name"),
    "save": Word("保存", "Save"),
    "change": Word("更改“{}”", "Change “{}”"),
    "rename": Word("重命名", "Rename"),
    "delete": Word("删除", "Delete"),
    "full": Word(f"已存满 {MOST_VIEWS} 个，先删除一个。", f"{MOST_VIEWS} are kept; delete one first."),
}
SAID: Mapping[str, Word] = {
    "saved": Word("已保存。", "Saved."),
    "renamed": Word("已重命名。", "Renamed."),
    "deleted": Word("已删除。", "Deleted."),
    "name": Word(
        f"未保存：名称需为 1 至 {LONGEST_NAME} 个字。", f"Not done: a name has 1 to {LONGEST_NAME} characters."
    ),
    "taken": Word("未保存：已有同名视图，请换一个名称。", "Not done: you have a view of that name; choose another."),
    "full": Word(
        f"未保存：最多 {MOST_VIEWS} 个视图，请先删除一个。", f"Not done: {MOST_VIEWS} views at most; delete one first."
    ),
    "missing": Word("未找到这个视图，可能已删除。", "Not done: there is no such view any more."),
    "address": Word("未保存：只能保存本平台的页面。", "Not done: only pages of this dashboard can be saved."),
    "account": Word("未保存：请先用账号登录。", "Not done: sign in with an account first."),
    "StoreError": Word("未完成：数据暂时写不进，请稍后再试。", "Not done: it cannot be stored now; try again soon."),
}
"""What came of it: done, or the reason why not."""
DONE = ("saved", "renamed", "deleted")
