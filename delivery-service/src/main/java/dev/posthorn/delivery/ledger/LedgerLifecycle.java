package dev.posthorn.delivery.ledger;

import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;

import java.sql.SQLException;

/** Lets go of the ledger in order, for a stop that leaves nothing for a lease to run out. */
@ApplicationScoped
public class LedgerLifecycle {

    private static final Logger LOG = Logger.getLogger(LedgerLifecycle.class);

    private final RetryClaims claims;
    private final Unparking unparking;
    private final OrphanAdoption adoption;
    private final LaneClaims lanes;
    private final ForeignDeliveries foreign;
    private final EventJournal events;
    private final AttemptJournal attempts;
    private final Instance instance;

    LedgerLifecycle(
            RetryClaims claims,
            Unparking unparking,
            OrphanAdoption adoption,
            LaneClaims lanes,
            ForeignDeliveries foreign,
            EventJournal events,
            AttemptJournal attempts,
            Instance instance) {
        this.claims = claims;
        this.unparking = unparking;
        this.adoption = adoption;
        this.lanes = lanes;
        this.foreign = foreign;
        this.events = events;
        this.attempts = attempts;
        this.instance = instance;
    }

    /** From now on nothing new comes into memory but what is being accepted. */
    public void stopTaking() {
        claims.stop();
        unparking.stop();
        adoption.stop();
        lanes.stop();
        foreign.stop();
    }

    /** Records the last outcomes, then leaves what is still held to the others. */
    public void recordAndGiveBack() {
        events.close();
        attempts.close();
        try {
            instance.giveBack();
        } catch (SQLException e) {
            LOG.warn("The lease could not be given back; it runs out by itself", e);
        }
    }
}
