package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.retry.AttemptOutcome;
import dev.posthorn.delivery.retry.AttemptOutcome.Cause;

import javax.net.ssl.SSLException;
import java.net.UnknownHostException;

/** Tells apart why no answer came. */
final class Failures {

    private Failures() {}

    static AttemptOutcome outcomeOf(Throwable failure, Target target) {
        return switch (failure) {
            case NoTokenException noToken -> noToken.outcome();
            case Addresses.BlockedAddressException blocked -> new AttemptOutcome.Blocked(blocked.getMessage());
            case UnknownHostException _ ->
                new AttemptOutcome.Unreachable(Cause.DNS, "The name " + target.host() + " cannot be resolved");
            case SSLException tls ->
                new AttemptOutcome.Unreachable(
                        Cause.TLS, "TLS failed: " + rootOf(tls).getMessage());
            default -> new AttemptOutcome.Unreachable(Cause.CONNECTION, "No connection: " + failure.getMessage());
        };
    }

    private static Throwable rootOf(Throwable failure) {
        return failure.getCause() == null || failure.getCause() == failure ? failure : rootOf(failure.getCause());
    }
}
