package dev.posthorn.delivery.dispatch;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SharedMemoryTest {

    private final SharedMemory memory = new SharedMemory(1100);

    @Test
    void oneTenantAloneGetsHalfOfIt() {
        assertThat(fill("loud")).isEqualTo(550);
    }

    @Test
    void thereIsAlwaysSomeLeftForTheOneThatComesLast() {
        // Given
        for (int tenant = 0; tenant < 10; tenant++) {
            fill("flooded-" + tenant);
        }
        for (int tenant = 0; tenant < 10; tenant++) {
            fill("flooded-" + tenant);
        }

        // Then
        assertThat(memory.used()).isLessThan(1100);
        assertThat(fill("healthy")).isPositive();
    }

    @Test
    void somethingLargerThanAllOfItComesInAlone() {
        assertThat(memory.tryTake("large", 5000, false)).isTrue();
        assertThat(memory.tryTake("other", 1, false)).isFalse();
        memory.giveBack("large", 5000);
        assertThat(memory.used()).isZero();
        assertThat(memory.tryTake("other", 1, false)).isTrue();
    }

    @Test
    void whatWaitsOnDiskComesInOnlyWhileHalfIsFree() {
        memory.take("any", 549);
        assertThat(memory.hasRoomForOld()).isTrue();
        memory.take("any", 1);
        assertThat(memory.hasRoomForOld()).isFalse();
    }

    private long fill(String tenant) {
        long taken = 0;
        while (memory.tryTake(tenant, 1, false)) {
            taken++;
        }
        return taken;
    }
}
