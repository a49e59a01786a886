package dev.posthorn.delivery.ledger.statespace;

import org.jboss.logging.Logger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

class ParkingModelTest {

    private static final Logger LOG = Logger.getLogger(ParkingModelTest.class);

    @Test
    void neverLeavesAParkedDeliveryWithoutItsEndpointsRow() {
        // When
        StateSpace.Result result = StateSpace.search(new ParkingModel());

        // Then
        LOG.infof("Parking: %d states, %d steps", result.states(), result.steps());
        assertThat(result.counterexample()).isNull();
    }

    /** Shows that the model can fail, and why parking is as it is. */
    @ParameterizedTest
    @EnumSource
    void findsWhatIsWrongWithWhatLooksRight(ParkingModel.Flaw flaw) {
        // When
        StateSpace.Result result = StateSpace.search(new ParkingModel(flaw));

        // Then
        LOG.infof("Parking, %s, after %d states: %s", flaw, result.states(), result.counterexample());
        assertThat(result.counterexample()).startsWith("a delivery is parked, and nobody will look at it");
    }
}
