package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.ledger.LedgerLifecycle;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

import java.util.concurrent.TimeUnit;

/** Stops in the order that loses nothing and leaves nothing waiting: no new attempts, the last outcomes, the lease. */
@ApplicationScoped
class DispatchLifecycle {

    private static final Logger LOG = Logger.getLogger(DispatchLifecycle.class);

    private final Dispatcher dispatcher;
    private final LedgerLifecycle ledger;
    private final DispatchConfig config;

    DispatchLifecycle(Dispatcher dispatcher, LedgerLifecycle ledger, DispatchConfig config) {
        this.dispatcher = dispatcher;
        this.ledger = ledger;
        this.config = config;
    }

    /** Early: the database and the broker's connections must still be there. */
    void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
        ledger.stopTaking();
        dispatcher.stop();
        long patience = System.nanoTime() + config.shutdownPatience().toNanos();
        while (dispatcher.inFlight() > 0 && System.nanoTime() < patience) {
            TimeUnit.MILLISECONDS.sleep(20);
        }
        int left = dispatcher.inFlight();
        ledger.recordAndGiveBack();
        LOG.infof("Stopped dispatching with %d requests out", left);
    }
}
