/* member_news.c: the names under which members' news are kept. */
#include "features/member/member_news.h"

const struct news_kind member_joined = { "member.joined" };
const struct news_kind member_changed = { "member.changed" };
const struct news_kind member_role_changed = { "member.role_changed" };
const struct news_kind member_suspended = { "member.suspended" };
const struct news_kind member_erased = { "member.erased" };
