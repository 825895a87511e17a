/* folk_proof.c: when all is quiet, somebody of each brand asks and answers: a house that takes nothing any more is found. */
#include "test/sim/hand.h"

#include "test/sim/folk.h"

LASTS static int64_t asked[BRANDS];
LASTS static int answered;

static bool ask_begin(const struct person *who, struct doing *doing)
{
	use_method(doing, POST);
	PATH(doing, "/api/v1/threads");
	BODY(doing, "{\"board_id\":\"%lld\",\"title\":\"Geht es noch\",\"body\":\"Ist noch jemand da?\"}",
	     (long long)folk_town()->open_board[who->brand]);
	return true;
}

static void ask_done(const struct person *who, struct doing *doing)
{
	asked[who->brand] = id_in(doing->call->text);
}

static bool answer_begin(const struct person *who, struct doing *doing)
{
	use_method(doing, POST);
	PATH(doing, "/api/v1/threads/%lld/posts", (long long)asked[who->brand]);
	BODY(doing, "{\"body\":\"Ja, alle sind da.\"}");
	return true;
}

static void answer_done(const struct person *who, struct doing *doing)
{
	(void)who;
	answered += doing->call->status == 201;
}

/* Administrators are never suspended, muted or erased. */
void proof_do(enum proof proof)
{
	static const struct deed deeds_of_proof[] = { [PROOF_ASKS] = { "last question", 0, ask_begin, ask_done, NULL },
		[PROOF_ANSWERS] = { "last answer", 0, answer_begin, answer_done, NULL } };
	const struct town *town = folk_town();
	for (size_t i = 0; i < town->count; i++) {
		if (town->people[i].hat == HAT_ADMIN)
			folk_do(&town->people[i], &deeds_of_proof[proof]);
	}
}

void proof_check(void)
{
	if (answered != BRANDS)
		sim_failed("nothing is wrong any more, and an answer is not taken: only %d of %d are", answered, BRANDS);
}
