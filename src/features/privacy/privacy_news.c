/* privacy_news.c: the name under which the news of a copy is kept. */
#include "features/privacy/privacy_news.h"

const struct news_kind privacy_copy_ready = { "privacy.copy_ready" };
const struct news_kind privacy_erasure_asked = { "privacy.erasure_asked" };
const struct news_kind privacy_erasure_ended = { "privacy.erasure_ended" };
