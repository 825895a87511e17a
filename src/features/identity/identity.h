/*
 * identity.h: how somebody proves to be a member; for the slices above and the command line.
 *
 * Slices use drafts (draft.h) and identity_news.h; the command line and the demo set
 * passwords and tokens (account_set_password, token_make …).
 */
#ifndef IDENTITY_H
#define IDENTITY_H
#include "features/identity/account.h"
#include "features/identity/draft.h"
#include "features/identity/session.h"
#endif
