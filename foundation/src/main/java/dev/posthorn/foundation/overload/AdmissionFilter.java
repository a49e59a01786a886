package dev.posthorn.foundation.overload;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.error.TransportErrors;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.vertx.core.Vertx;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Priorities;
import jakarta.ws.rs.container.ContainerRequestContext;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;

/**
 * Lets a request in if there is room for its body. It comes after the check of the caller, so that strangers take no room,
 * and before the body is read.
 */
public class AdmissionFilter {

    private static final int AFTER_ACCESS = Priorities.AUTHORIZATION + 100;

    /** What a body of unknown length is let in with, and what more it takes each time it outgrew that. */
    private static final long UNKNOWN_LENGTH = 256 * 1024;

    private static final long LOOK_MILLIS = 20;

    private final RequestMemory memory;
    private final TransportErrors errors;
    private final Vertx vertx;
    private final CurrentVertxRequest current;

    AdmissionFilter(RequestMemory memory, TransportErrors errors, Vertx vertx, CurrentVertxRequest current) {
        this.memory = memory;
        this.errors = errors;
        this.vertx = vertx;
        this.current = current;
    }

    @ServerRequestFilter(priority = AFTER_ACCESS, nonBlocking = true)
    public void admit(ContainerRequestContext request) {
        RoutingContext context = current.getCurrent();
        int length = request.getLength();
        boolean unknown = length < 0 && !context.request().isEnded();
        var taken = new Taken(RequestMemory.OVERHEAD + (unknown ? UNKNOWN_LENGTH : Math.max(0, length)));
        memory.take(taken.bytes);
        // Also called when the connection breaks.
        context.addEndHandler(ended -> taken.end());
        if (unknown) {
            taken.watch(context);
        }
    }

    /** What one request has taken. On its event loop. */
    private final class Taken {

        private long bytes;
        private long timer = -1;

        Taken(long bytes) {
            this.bytes = bytes;
        }

        /** Looks from time to time how long a body of unknown length has become. */
        void watch(RoutingContext context) {
            timer = vertx.setPeriodic(LOOK_MILLIS, now -> {
                long more = context.request().bytesRead() + UNKNOWN_LENGTH - bytes;
                if (more <= 0 || context.response().ended()) {
                    return;
                }
                try {
                    memory.take(more);
                    bytes += more;
                } catch (ApiException refusal) {
                    errors.answer(context, refusal);
                    context.request().connection().close();
                }
            });
        }

        void end() {
            vertx.cancelTimer(timer);
            memory.giveBack(bytes);
        }
    }
}
