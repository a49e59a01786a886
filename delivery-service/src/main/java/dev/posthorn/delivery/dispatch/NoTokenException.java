package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.retry.AttemptOutcome;

/** No access token could be had, and so no request made. Never as an answer of the endpoint, whatever the token server said. */
final class NoTokenException extends Exception {

    private static final long serialVersionUID = 1;
    private static final String PREFIX = "No access token: ";

    private final transient AttemptOutcome outcome;

    private NoTokenException(AttemptOutcome outcome) {
        super(outcome.error(), null, false, false);
        this.outcome = outcome;
    }

    /** The token server's answer is of no use. */
    static NoTokenException because(String reason) {
        return new NoTokenException(new AttemptOutcome.Unreachable(AttemptOutcome.Cause.CONNECTION, PREFIX + reason));
    }

    /** The token server was not reached. */
    static NoTokenException because(Throwable failure, Target server) {
        return switch (Failures.outcomeOf(failure, server)) {
            case AttemptOutcome.Blocked(String error) ->
                new NoTokenException(new AttemptOutcome.Blocked(PREFIX + error));
            case AttemptOutcome.Unreachable(AttemptOutcome.Cause cause, String error) ->
                new NoTokenException(new AttemptOutcome.Unreachable(cause, PREFIX + error));
            case AttemptOutcome.Succeeded _, AttemptOutcome.Rejected _, AttemptOutcome.TimedOut _ ->
                throw new IllegalArgumentException("Not a failure to reach somebody", failure);
        };
    }

    AttemptOutcome outcome() {
        return outcome;
    }
}
