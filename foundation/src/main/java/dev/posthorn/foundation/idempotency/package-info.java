/**
 * The header {@code Idempotency-Key}: a POST that is sent twice is done once, and answered twice with the same answer.
 *
 * <p>The answer is stored in the transaction that makes the change, so there is no moment at which a crash leaves one
 * without the other:
 *
 * <pre>
 * begin
 *   insert the key           a second request with it waits here for the first one's end
 *   make the change
 *   store the answer
 * commit                     killed before: nothing happened, the repeat does it
 * send the answer            killed before: the repeat gets the stored answer
 * </pre>
 *
 * <p>Only answers of success are kept. A request that was refused changed nothing, and its repeat is judged anew.
 *
 * <p>Each service's own migrations create the table {@code idempotent_answer}; see {@link
 * dev.posthorn.foundation.idempotency.IdempotencyRepository}. Blocking operations say {@link
 * dev.posthorn.foundation.idempotency.Idempotent} and need nothing else. Code with JDBC transactions of its own takes
 * the key from {@link dev.posthorn.foundation.idempotency.IdempotentRequests} and uses the repository.
 */
package dev.posthorn.foundation.idempotency;
