package dev.posthorn.delivery.ledger.statespace;

import dev.posthorn.delivery.ledger.statespace.OrderingModel.Flaw;
import dev.posthorn.delivery.ledger.statespace.OrderingModel.Size;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class OrderingModelTest {

    private static final Logger LOG = Logger.getLogger(OrderingModelTest.class);

    /** Three events: some in memory, some that another process has accepted. */
    private static final Size EVENTS = new Size(3, 1, 1, 0, false);

    private static final Size BLOCKING = new Size(2, 1, 1, 1, true);

    private static final Size RETRIES = new Size(2, 2, 1, 1, false);

    /** Two faults one after the other, to one delivery or the other. */
    private static final Size FAULTS = new Size(2, 1, 2, 0, false);

    @Test
    void keepsTheOrderWhateverTheFaults() {
        assertHolds(FAULTS);
    }

    @Test
    void keepsTheOrderOfWhatSeveralProcessesAccept() {
        assertHolds(EVENTS);
    }

    @Test
    void keepsTheOrderThroughRetries() {
        assertHolds(RETRIES);
    }

    @Test
    void keepsTheOrderWhereDeadLettersBlock() {
        assertHolds(BLOCKING);
    }

    /** Shows that the model can fail, and what each rule is for. */
    @ParameterizedTest
    @EnumSource
    void findsWhatIsWrongWithWhatLooksRight(Flaw flaw) {
        // When
        String counterexample = List.of(EVENTS, BLOCKING).stream()
                .map(size -> StateSpace.search(new OrderingModel(size, flaw)).counterexample())
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);

        // Then
        LOG.infof("Ordering, %s: %s", flaw, counterexample);
        assertThat(counterexample).isNotNull();
    }

    private static void assertHolds(Size size) {
        // When
        StateSpace.Result result = StateSpace.search(new OrderingModel(size));

        // Then
        LOG.infof("Ordering, %s: %d states, %d steps", size, result.states(), result.steps());
        assertThat(result.counterexample()).isNull();
    }
}
