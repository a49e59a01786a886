package dev.posthorn.foundation.id;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.UUID;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class TypeIdTest {

    /** Out of the specification's {@code valid.yml}. */
    @ParameterizedTest
    @CsvSource({
        "00000000000000000000000000, 00000000-0000-0000-0000-000000000000",
        "00000000000000000000000001, 00000000-0000-0000-0000-000000000001",
        "0000000000000000000000000a, 00000000-0000-0000-0000-00000000000a",
        "0000000000000000000000000g, 00000000-0000-0000-0000-000000000010",
        "00000000000000000000000010, 00000000-0000-0000-0000-000000000020",
        "7zzzzzzzzzzzzzzzzzzzzzzzzz, ffffffff-ffff-ffff-ffff-ffffffffffff",
        "0123456789abcdefghjkmnpqrs, 0110c853-1d09-52d8-d73e-1194e95b5f19",
        "01h455vb4pex5vsknk084sn02q, 01890a5d-ac96-774b-bcce-b302099a8057"
    })
    void agreesWithTheSpecification(String suffix, UUID uuid) {
        assertThat(TypeId.write("prefix", uuid)).isEqualTo("prefix_" + suffix);
        assertThat(TypeId.read("prefix", "prefix_" + suffix)).isEqualTo(uuid);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evt_",
                "evt",
                "ep_01h455vb4pex5vsknk084sn02q",
                "evt_81h455vb4pex5vsknk084sn02q",
                "evt_01h455vb4pex5vsknk084sn02",
                "evt_01h455vb4pex5vsknk084sn02qq",
                "evt_01h455vb4pex5vsknk084sn0Uq",
                "evt-01h455vb4pex5vsknk084sn02q",
                "evt_01h455vb4pex5vsknk084sn0ßq"
            })
    void refusesWhatIsNoId(String text) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> EventId.parse(text))
                .withMessageContaining("evt_");
    }

    @Test
    void laterIdsAreGreaterAndTellTheirTime() {
        Instant before = Instant.now();
        EventId first = EventId.next();
        EventId second = EventId.next();

        assertThat(second.toString()).isGreaterThan(first.toString());
        assertThat(TypeId.madeAt(first.value())).isBetween(before.minusMillis(1), Instant.now());
        assertThat(TypeId.lowest(TypeId.madeAt(first.value())).toString())
                .isLessThanOrEqualTo(first.value().toString());
    }
}
