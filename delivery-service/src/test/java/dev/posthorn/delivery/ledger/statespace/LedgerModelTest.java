package dev.posthorn.delivery.ledger.statespace;

import dev.posthorn.delivery.ledger.statespace.LedgerModel.Flaw;
import dev.posthorn.delivery.ledger.statespace.LedgerModel.Size;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class LedgerModelTest {

    private static final Logger LOG = Logger.getLogger(LedgerModelTest.class);

    /** Several faults to one delivery, with a retry. */
    private static final Size FAULTS = new Size(1, 2, 2, 1, false);

    /** A batch of which one delivery is settled and the other is open. */
    private static final Size BATCH = new Size(2, 2, 1, 1, false);

    /** Every step of a process by itself. */
    private static final Size FINE = new Size(1, 1, 1, 0, true);

    @Test
    void losesAndHoldsTwiceNothingWhateverTheFaults() {
        assertHolds(FAULTS);
    }

    @Test
    void losesAndHoldsTwiceNothingOfABatch() {
        assertHolds(BATCH);
    }

    @Test
    void losesAndHoldsTwiceNothingBetweenAnyTwoSteps() {
        assertHolds(FINE);
    }

    /** Shows that the model can fail, and what each rule is for. */
    @ParameterizedTest
    @EnumSource
    void findsWhatIsWrongWithWhatLooksRight(Flaw flaw) {
        // When
        String counterexample = List.of(FINE, FAULTS, BATCH).stream()
                .map(size -> StateSpace.search(new LedgerModel(size, flaw)).counterexample())
                .filter(found -> found != null)
                .findFirst()
                .orElse(null);

        // Then
        LOG.infof("Ledger, %s: %s", flaw, counterexample);
        assertThat(counterexample).isNotNull();
    }

    private static void assertHolds(Size size) {
        // When
        StateSpace.Result result = StateSpace.search(new LedgerModel(size));

        // Then
        LOG.infof("Ledger, %s: %d states, %d steps", size, result.states(), result.steps());
        assertThat(result.counterexample()).isNull();
    }
}
