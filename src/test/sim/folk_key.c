/*
 * folk_key.c: passwords: guessed at, changed, forgotten, chosen when one signs up.
 *
 * What is reckoned: which passwords are good, and how often somebody surely guessed wrong.  Ten wrong ones lock for ten
 * minutes, and not for ever; only the right one lets in.  Clocks are set back by five minutes at most: that is allowed for.
 */
#include "test/sim/hand.h"

#include "test/sim/clock.h"
#include "test/sim/folk.h"

enum { KEYS = 6, NEW_ONES = 12, ENOUGH = 10, PASSWORD_BYTES = 40, SECRET_BYTES = 120, NONE = -1 };
#define LOCKED_FOR MINUTES(10)
#define SURELY_OPEN MINUTES(16) /* after the last try: the clock may have been set back meanwhile */

struct key { int number; struct may good; };
/* By the wall's clock; `pending`: tries of which nobody knows yet; what began before `counts_from` (monotonic) may be forgotten. */
struct lock { int wrong, pending; moment first, first_most, last, unsure_until, counts_from; };
struct account {
	int brand;
	char mail[60], link[SECRET_BYTES]; /* the link that a mail brought: to a new password, to confirm */
	struct key keys[KEYS];
	struct lock lock;
	int64_t changes;                   /* begun so far */
	bool is_new, is_asked, is_confirmed; /* somebody's who signs up; she has; she may be a member by now */
	bool was_locked;                     /* when somebody guessed last */
};
/* A browser that nobody knows. */
struct browser { char visitor[200]; str csrf; };
/* Some wrong ones in a row, then perhaps the right one. */
struct plan { struct account *account; int left; bool then_right; };

LASTS static struct account accounts[PEOPLE_MAX + NEW_ONES];
LASTS static struct browser browsers[PEOPLE_MAX];
LASTS static struct plan plans[PEOPLE_MAX];
LASTS static int passwords;

void key_password(char *to, size_t room, int number)
{
	print(to, room, "blaue stunden %d lang", number);
}

/* As a form carries it. */
static void key_words(char *to, size_t room, int number)
{
	key_password(to, room, number);
	for (char *at = to; *at; at++) {
		if (*at == ' ')
			*at = '+';
	}
}

void keys_open(void)
{
	const struct town *town = folk_town();
	memset(plans, 0, sizeof(plans));
	memset(browsers, 0, sizeof(browsers));
	memset(accounts, 0, sizeof(accounts));
	for (size_t i = 0; i < COUNT(accounts); i++) {
		struct account *account = &accounts[i];
		bool is_new = i >= PEOPLE_MAX;
		account->is_new = is_new;
		account->brand = is_new ? (int)(i % BRANDS) : town->people[i].brand;
		for (int k = 0; k < KEYS; k++)
			account->keys[k] = (struct key){ NONE, MAY(false) };
		if (is_new)
			print(account->mail, sizeof(account->mail), "neu%zu@example.org", i);
		else if (i < town->count && town->people[i].id)
			print(account->mail, sizeof(account->mail), "%s", town->people[i].mail);
		if (!is_new && account->mail[0])
			account->keys[0] = (struct key){ (int)i, MAY(true) };
	}
	passwords = PEOPLE_MAX;
}

static struct browser *browser_of(const struct person *who)
{
	return &browsers[who - folk_town()->people];
}

static struct account *account_of(const struct person *who)
{
	return &accounts[who - folk_town()->people];
}

static const struct person *owner_of(const struct account *account)
{
	return account->is_new ? NULL : &folk_town()->people[account - accounts];
}

void key_mail(str address, str link)
{
	for (size_t i = 0; i < COUNT(accounts); i++) {
		struct account *account = &accounts[i];
		if (!account->mail[0] || !str_equal(address, str_from(account->mail)))
			continue;
		print(account->link, SECRET_BYTES, "%.*s", STR_ARG(link));
		const struct person *who = account->is_new ? folk_somebody(account->brand) : owner_of(account);
		if (who)
			folk_turn(who, account->is_new ? "sign up" : "new password");
	}
}

/* ── which is good ── */

static struct key *key_numbered(struct account *account, int number)
{
	for (int i = 0; i < KEYS; i++) {
		if (number != NONE && account->keys[i].number == number)
			return &account->keys[i];
	}
	return NULL;
}

/* The only one that may be good, or NULL: nobody knows for sure. */
static struct key *right_one(struct account *account)
{
	struct key *right = NULL;
	for (int i = 0; i < KEYS; i++) {
		struct key *key = &account->keys[i];
		if (key->good.is_busy || (key->good.until == MAY_STILL && right))
			return NULL;
		if (key->good.until == MAY_STILL)
			right = key;
	}
	return right;
}

/* A new one, which takes the place of the one before once it is there. */
static struct key *new_one(struct account *account, struct doing *doing, struct key *before)
{
	for (int i = 0; i < KEYS; i++) {
		struct key *key = &account->keys[i];
		if (key == before || key->good.is_busy || key->good.until == MAY_STILL)
			continue;
		*key = (struct key){ passwords++, MAY(false) };
		if (!change_begin(&doing->change, &key->good, before ? &before->good : NULL))
			return NULL;
		account->changes++;
		doing->is_once = true;
		account->lock.wrong = 0; /* it is forgotten how often one guessed */
		return key;
	}
	return NULL;
}

/* ── how often one guessed ── */

static bool is_sure(const struct lock *lock, moment at)
{
	return !lock->pending && at >= lock->unsure_until;
}

static void lock_unsure(struct lock *lock, moment at)
{
	lock->wrong = 0;
	lock->unsure_until = at + LOCKED_FOR + SURELY_OPEN;
}

/* They are forgotten with a success, or with another password. */
static void forget_wrong(struct lock *lock)
{
	lock->wrong = 0;
	lock->counts_from = clock_monotonic();
}

static void count_wrong(struct lock *lock, moment began, moment now)
{
	if (now < lock->unsure_until)
		return;
	if (lock->wrong && (began < lock->first || now < lock->first)) {
		lock_unsure(lock, now); /* the clock was set back: what was counted under the other is not counted on */
		return;
	}
	if (lock->wrong && now >= lock->first + LOCKED_FOR && began < lock->first_most + SURELY_OPEN) {
		lock_unsure(lock, now); /* the ten minutes may be over, or not */
		return;
	}
	if (lock->wrong && now >= lock->first + LOCKED_FOR)
		lock->wrong = 0;
	if (!lock->wrong)
		lock->first = began;
	if (!lock->wrong)
		lock->first_most = now > began ? now : began;
	lock->wrong++;
}

/* ── guessing ── */

static bool fetch(const struct person *who, struct doing *doing)
{
	as_browser(who, doing);
	doing->call->cookie = str_from(browser_of(who)->visitor);
	doing->call->csrf = browser_of(who)->csrf;
	if (!str_empty(doing->call->csrf))
		return false;
	PATH(doing, "/login");
	return true;
}

static void fetched(const struct person *who, struct doing *doing)
{
	struct browser *browser = browser_of(who);
	if (doing->call->visitor[0]) {
		print(browser->visitor, sizeof(browser->visitor), "%s", doing->call->visitor);
		browser->csrf = csrf_of(doing->call->text);
	}
}

static struct account *some_account(int brand)
{
	for (int i = 0; i < 20; i++) {
		struct account *account = &accounts[chance_below(DIE_WORLD, COUNT(accounts))];
		if (account->brand == brand && account->mail[0] && (!account->is_new || account->is_asked))
			return account;
	}
	return NULL;
}

/* One that was good before, or one that never was. */
static int wrong_number(const struct account *account)
{
	const struct key *key = &account->keys[chance_below(DIE_WORLD, KEYS)];
	return is_like(40) && key->number != NONE && key->good.until != MAY_STILL ? key->number : 100000 + (int)chance_below(DIE_WORLD, 1000);
}

static bool guess_begin(const struct person *who, struct doing *doing)
{
	struct plan *plan = &plans[who - folk_town()->people];
	char words[PASSWORD_BYTES];
	if (!plan->left && !plan->then_right) {
		plan->account = some_account(who->brand);
		plan->left = is_like(50) ? ENOUGH + (int)chance_below(DIE_WORLD, 3) : (int)chance_below(DIE_WORLD, 5);
		plan->then_right = plan->account != NULL;
	}
	struct account *account = plan->account;
	doing->number = NONE;
	if (!account || fetch(who, doing))
		return account != NULL;
	struct key *right = right_one(account);
	struct lock *lock = &account->lock;
	doing->number = plan->left || !right ? wrong_number(account) : right->number;
	doing->at = account - accounts;
	doing->hears_refusals = true;
	doing->others[0] = is_sure(lock, doing->begun_at) && lock->wrong >= ENOUGH;                 /* is locked */
	doing->others[1] = is_sure(lock, doing->begun_at) && doing->begun_at > lock->last + SURELY_OPEN; /* is not */
	doing->others[2] = account->changes;
	lock->pending++;
	key_words(words, sizeof(words), (int)doing->number);
	use_method(doing, POST);
	PATH(doing, "/login");
	BODY(doing, "mail=%s&password=%s", account->mail, words);
	return true;
}

static void check_in(struct account *account, const struct doing *doing)
{
	const struct key *key = key_numbered(account, (int)doing->number);
	const struct person *owner = owner_of(account);
	bool is_good = key && may_be(&key->good, doing->call->since);
	account->was_locked = false;
	bool is_within = doing->begun_at >= account->lock.first_most && clock_now() >= account->lock.first_most &&
	                 clock_now() < account->lock.first + LOCKED_FOR;
	bool was_locked = doing->others[0] && is_within && doing->others[2] == account->changes;
	if (!is_good)
		sim_failed("somebody was let in as %s without the right password", account->mail);
	if (was_locked)
		sim_failed("somebody was let in as %s after ten wrong passwords", account->mail);
	if (owner && (!may_be(&owner->here, doing->call->since) || !may_be(&owner->writes, doing->call->since)))
		sim_failed("%s was erased or is suspended, and was let in by a password", account->mail);
}

static void check_out(struct account *account, const struct doing *doing)
{
	const struct key *right = right_one(account);
	const struct person *owner = owner_of(account);
	bool is_right = right && right->number == doing->number && doing->others[2] == account->changes && !doing->tries &&
	                !(owner && owner->leaves);
	bool is_locked = doing->call->status == 429 && str_contains(doing->call->text, S("zu viele Versuche"));
	account->was_locked = is_locked;
	if (is_right && doing->call->status == 422)
		sim_failed("the right password of %s is called wrong", account->mail);
	if (is_locked && doing->others[1])
		sim_failed("%s is locked out after ten minutes still", account->mail);
}

static void guessed(struct account *account, const struct doing *doing)
{
	struct lock *lock = &account->lock;
	moment now = clock_now();
	lock->pending--;
	if (now > lock->last)
		lock->last = now;
	if (doing->begun_at > lock->last)
		lock->last = doing->begun_at;
	if (doing->tries)
		lock_unsure(lock, now);
	else if (doing->call->status == 303)
		forget_wrong(lock);
	else if (doing->call->status == 422 && doing->call->since >= lock->counts_from && right_one(account))
		count_wrong(lock, doing->begun_at, now);
}

static void guess_done(const struct person *who, struct doing *doing)
{
	struct plan *plan = &plans[who - folk_town()->people];
	if (doing->number == NONE) {
		fetched(who, doing);
		doing->goes_on = !str_empty(browser_of(who)->csrf);
		return;
	}
	struct account *account = &accounts[doing->at];
	bool is_in = doing->call->status == 303 && !str_starts(str_from(doing->call->location), S("/login"));
	if (is_in)
		check_in(account, doing);
	else
		check_out(account, doing);
	guessed(account, doing);
	if (is_in)
		*browser_of(who) = (struct browser){ .csrf = S("") };
	doing->kind = is_in ? "let in" : NULL;
	if (plan->left)
		plan->left--;
	else
		plan->then_right = false;
	doing->goes_on = plan->left || plan->then_right;
}

/* One that was locked, and surely is no more. */
static struct account *some_opened(int brand)
{
	for (size_t i = 0; i < COUNT(accounts); i++) {
		struct account *account = &accounts[i];
		bool is_over = is_sure(&account->lock, clock_now()) && clock_now() > account->lock.last + SURELY_OPEN;
		if (account->brand == brand && account->was_locked && is_over && right_one(account))
			return account;
	}
	return NULL;
}

/* Somebody is patient: tries again when ten minutes are over, mostly with the right one. */
static bool come_back_begin(const struct person *who, struct doing *doing)
{
	struct plan *plan = &plans[who - folk_town()->people];
	bool is_idle = !plan->left && !plan->then_right;
	struct account *account = is_idle ? some_opened(who->brand) : NULL;
	if (is_idle && !account)
		return false;
	if (is_idle)
		*plan = (struct plan){ account, is_like(20), true };
	return guess_begin(who, doing);
}

/* ── another password ── */

static bool change_of_key_begin(const struct person *who, struct doing *doing)
{
	struct account *account = account_of(who);
	struct key *before = right_one(account);
	char old[PASSWORD_BYTES], new[PASSWORD_BYTES];
	if (!who->id || str_empty(who->cookie) || !before)
		return false;
	doing->number = is_like(80) ? before->number : wrong_number(account);
	struct key *key = new_one(account, doing, before);
	if (!key)
		return false;
	key_words(old, sizeof(old), (int)doing->number);
	key_words(new, sizeof(new), key->number);
	doing->at = before->number;
	as_browser(who, doing);
	use_method(doing, POST);
	PATH(doing, "/me/security/password");
	BODY(doing, "old_password=%s&password=%s", old, new);
	return true;
}

static void change_of_key_done(const struct person *who, struct doing *doing)
{
	forget_wrong(&account_of(who)->lock);
	if (doing->number != doing->at && !str_starts(str_from(doing->call->location), S("/login")))
		sim_failed("the password of %s was changed by whoever did not know it", who->name);
}

/* A link by mail, then a new one. */
static bool recover_begin(const struct person *who, struct doing *doing)
{
	struct account *account = account_of(who);
	struct key *before = right_one(account);
	char words[PASSWORD_BYTES];
	doing->number = NONE;
	if (!who->id || !before)
		return false;
	if (fetch(who, doing))
		return true;
	use_method(doing, POST);
	doing->number = 0;
	doing->kind = account->link[0] ? "chosen" : "link";
	if (!account->link[0]) {
		PATH(doing, "/recover");
		BODY(doing, "mail=%s", account->mail);
		return true;
	}
	struct key *key = new_one(account, doing, before);
	if (!key)
		return false;
	doing->number = 1;
	key_words(words, sizeof(words), key->number);
	PATH(doing, "/recover/%s", account->link);
	BODY(doing, "password=%s", words);
	account->link[0] = '\0';
	return true;
}

/* All her sessions have ended with it. */
static void recover_done(const struct person *who, struct doing *doing)
{
	if (doing->number == NONE)
		fetched(who, doing);
	if (doing->number != 1)
		return;
	forget_wrong(&account_of(who)->lock);
	*browser_of(who) = (struct browser){ .csrf = S("") };
	folk_sign(who, doing->call->session);
	if (doing->call->session[0] && !may_be(&who->writes, doing->call->since))
		sim_failed("%s is suspended and was let in by a new password", who->name);
}

/* ── signing up ── */

static bool sign_up_begin(const struct person *who, struct doing *doing)
{
	struct account *account = &accounts[PEOPLE_MAX + chance_below(DIE_WORLD, NEW_ONES)];
	for (size_t i = PEOPLE_MAX; i < COUNT(accounts) && is_like(90); i++)
		account = accounts[i].brand == who->brand && accounts[i].link[0] ? &accounts[i] : account;
	struct key *key = NULL;
	char words[PASSWORD_BYTES];
	doing->number = NONE;
	if (account->brand != who->brand || account->is_confirmed)
		return false;
	if (fetch(who, doing))
		return true;
	doing->at = account - accounts;
	doing->number = account->link[0] != '\0';
	doing->kind = doing->number ? "confirmed" : "asked";
	use_method(doing, POST);
	if (doing->number) {
		key = new_one(account, doing, NULL);
		PATH(doing, "/confirm/%s", account->link);
		account->link[0] = '\0';
		account->is_confirmed = true; /* perhaps */
	} else if (!account->is_asked || is_like(30)) {
		account->keys[0] = (struct key){ passwords++, MAY(false) }; /* it came from whoever knew the address */
		key = &account->keys[0];
		PATH(doing, "/signup");
	}
	if (!key)
		return false;
	key_words(words, sizeof(words), key->number);
	BODY(doing, "name=Neu&mail=%s&password=%s&terms=1", account->mail, words);
	return true;
}

static void sign_up_done(const struct person *who, struct doing *doing)
{
	struct account *account = &accounts[doing->at];
	if (doing->number == NONE) {
		fetched(who, doing);
		return;
	}
	account->is_asked = true;
	forget_wrong(&account->lock);
	if (doing->number != 1 || !doing->call->session[0])
		return;
	*browser_of(who) = (struct browser){ .csrf = S("") };
	vow(VOW_MEMBER, who, account - accounts, 0, account->mail);
	vow_once(VOW_MEMBER, who->brand_id, account->mail);
}

const struct deed deeds_of_keys[] = {
	{ "guess", 10, guess_begin, guess_done, KINDS("let in") },
	{ "come back", 16, come_back_begin, guess_done, KINDS("let in") },
	{ "another password", 6, change_of_key_begin, change_of_key_done, NULL },
	{ "new password", 8, recover_begin, recover_done, KINDS("link", "chosen") },
	{ "sign up", 12, sign_up_begin, sign_up_done, KINDS("asked", "confirmed") },
	{ .name = NULL },
};
