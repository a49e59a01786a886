package dev.posthorn.delivery.dispatch;

import dev.posthorn.delivery.pace.Rate;
import dev.posthorn.delivery.pace.SlotReservations;
import dev.posthorn.delivery.pace.Slots;
import dev.posthorn.foundation.id.EndpointId;
import io.vertx.core.Context;

import java.time.Duration;
import java.util.function.BiConsumer;

/** Reserves slots for what waits at the gates of rate-limited endpoints, and comes back at their times. On one event loop. */
final class Pacing {

    private final Context context;
    private final SlotReservations reservations;
    private final BiConsumer<EndpointId, Gate> atSlot;

    /** @param atSlot lets what waits at a gate go, and asks again for what still waits then */
    Pacing(Context context, SlotReservations reservations, BiConsumer<EndpointId, Gate> atSlot) {
        this.context = context;
        this.reservations = reservations;
        this.atSlot = atSlot;
    }

    void awaitSlot(EndpointId endpoint, Gate gate, Slots slots) {
        int wanted = slots.ask(gate.waitingForSlots(), System.nanoTime());
        if (wanted > 0) {
            reserve(endpoint, gate, slots, wanted);
        }
        long next = slots.untilNext(System.nanoTime());
        if (next >= 0 && gate.waitingForSlots() > 0) {
            // One that is open may be missed, if the tenant has too many out: then there must be another look.
            alarm(endpoint, gate, next > 0 ? Duration.ofNanos(next) : Rate.LATEST);
        }
    }

    private void reserve(EndpointId endpoint, Gate gate, Slots slots, int wanted) {
        Rate rate = slots.rate();
        reservations
                .reserve(endpoint.value(), rate, wanted)
                .whenComplete((run, failure) -> context.runOnContext(now -> {
                    if (failure == null) {
                        slots.reserved(rate, run);
                        atSlot.accept(endpoint, gate);
                    } else {
                        slots.refused();
                        alarm(endpoint, gate, Slots.AFTER_REFUSAL);
                    }
                }));
    }

    /** Comes back then, if it does not anyway. */
    private void alarm(EndpointId endpoint, Gate gate, Duration delay) {
        if (gate.alarm.isNeeded(delay)) {
            long at = gate.alarm.at();
            // Vert.x counts in milliseconds; before its slot a delivery would only have to wait again.
            context.owner()
                    .setTimer(
                            delay.toMillis() + 1,
                            timer -> context.runOnContext(now -> {
                                gate.alarm.rang(at);
                                atSlot.accept(endpoint, gate);
                            }));
        }
    }
}
