/*
 * agent.h: what the brand's agents do with a matter: take the next one, answer it in its thread.
 *
 * An agent acts in her own name and for nobody else; what she writes is a post like any other,
 * marked as staff's because she is.
 */
#ifndef AGENT_H
#define AGENT_H
#include "features/community/community.h"
#include "features/ladder/climb.h"

/* The most urgent that nobody holds, held by the scope's agent from now on; ERR_NOT_FOUND "ticket.none_free". */
enum err agent_take_next(struct scope *scope, int64_t *matter_id_out);

/* Posts the answer and gives the matter back to its owner.  What thread_reply and climb_take refuse. */
enum err agent_answer(struct scope *scope, int64_t matter_id, const struct post *text, struct post *post_out);

#define DESK_ORIGIN "service-desk"
/* The brand's service desk outside: a member of its own, made when it first answers, with the brand's name. */
enum err agent_desk_member(struct scope *scope, int64_t *member_id_out);
/* As that member, from outside: the matter must lie with the agents.  For a signed answer. */
enum err agent_answer_as_desk(struct scope *scope, int64_t matter_id, const struct post *text, struct post *post_out);
#endif
