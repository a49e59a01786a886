package dev.posthorn.delivery.dispatch;

import dev.posthorn.foundation.egress.AddressRules;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Resolves hosts to addresses that may be called. The address that was checked is the one that is connected to, so that a
 * name that answers differently the next moment (DNS rebinding) gains nothing. Belongs to one event loop's thread.
 */
final class Addresses {

    private static final int MOST_KNOWN = 10_000;

    private final Context context;
    private final AddressRules rules;
    private final long lifetime;
    private final Map<String, Known> known = new HashMap<>();

    Addresses(Context context, AddressRules rules, Duration lifetime) {
        this.context = context;
        this.rules = rules;
        this.lifetime = lifetime.toNanos();
    }

    private record Known(InetAddress address, long resolvedAt) {}

    /** All of a host's addresses are ones that must not be called. Does not say which: that is our network's affair. */
    static final class BlockedAddressException extends Exception {

        private static final long serialVersionUID = 1;

        BlockedAddressException(String host) {
            super("The address of " + host + " is not allowed", null, false, false);
        }
    }

    /** Fails with {@link BlockedAddressException} or {@link UnknownHostException}. */
    Future<InetAddress> resolve(String host) {
        Known before = known.get(host);
        if (before != null && System.nanoTime() - before.resolvedAt() < lifetime) {
            return Future.succeededFuture(before.address());
        }
        Promise<InetAddress> answer = Promise.promise();
        // The JDK's resolver blocks, and an event loop must not.
        Thread.startVirtualThread(() -> {
            try {
                List<InetAddress> allowed = lookUp(host);
                context.runOnContext(now -> conclude(host, allowed, answer));
            } catch (UnknownHostException e) {
                context.runOnContext(now -> answer.fail(e));
            }
        });
        return answer.future();
    }

    private List<InetAddress> lookUp(String host) throws UnknownHostException {
        return Stream.of(InetAddress.getAllByName(host)).filter(rules::allows).toList();
    }

    private void conclude(String host, List<InetAddress> allowed, Promise<InetAddress> answer) {
        if (allowed.isEmpty()) {
            answer.fail(new BlockedAddressException(host));
            return;
        }
        if (known.size() >= MOST_KNOWN) {
            known.clear();
        }
        known.put(host, new Known(allowed.getFirst(), System.nanoTime()));
        answer.complete(allowed.getFirst());
    }
}
