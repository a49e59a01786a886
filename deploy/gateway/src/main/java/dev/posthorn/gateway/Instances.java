package dev.posthorn.gateway;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.httpproxy.ProxyContext;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The instances of one service. A request goes to the one that owes the fewest answers, in turn among equals: one that is
 * stopped or overloaded, but still takes connections, soon owes more than the others, and gets no more. Any event loop.
 */
final class Instances {

    private static final String CHOSEN = Instances.class.getName();

    private final List<Instance> all;
    private final AtomicInteger turn = new AtomicInteger();

    Instances(List<URI> addresses) {
        this.all = addresses.stream()
                .map(address ->
                        new Instance(new RequestOptions().setAbsoluteURI(address.toString()), new AtomicInteger()))
                .toList();
    }

    private record Instance(RequestOptions target, AtomicInteger owed) {}

    /** Opens a request to one of them. What cannot connect has not been sent, and so may go to the next. */
    Future<HttpClientRequest> open(ProxyContext context) {
        return open(context, inOrder(), 0);
    }

    private Future<HttpClientRequest> open(ProxyContext context, List<Instance> order, int at) {
        var instance = order.get(at);
        instance.owed().incrementAndGet();
        return context.client()
                .request(instance.target())
                .onSuccess(opened -> context.set(CHOSEN, instance))
                .recover(failure -> {
                    instance.owed().decrementAndGet();
                    return at + 1 < order.size() ? open(context, order, at + 1) : Future.failedFuture(failure);
                });
    }

    /** The request got its answer, or none will come. */
    void answered(ProxyContext context) {
        var instance = context.get(CHOSEN, Instance.class);
        if (instance != null) {
            instance.owed().decrementAndGet();
        }
    }

    private List<Instance> inOrder() {
        if (all.size() == 1) {
            return all;
        }
        // Read once each: others count meanwhile, and a sort needs an order that stays.
        record Owing(Instance instance, int owed) {}
        var order = new ArrayList<Owing>();
        all.forEach(instance -> order.add(new Owing(instance, instance.owed().get())));
        Collections.rotate(order, turn.getAndIncrement());
        order.sort(Comparator.comparingInt(Owing::owed));
        return order.stream().map(Owing::instance).toList();
    }
}
