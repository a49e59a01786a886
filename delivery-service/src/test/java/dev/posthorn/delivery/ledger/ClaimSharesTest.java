package dev.posthorn.delivery.ledger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ClaimSharesTest {

    private static final int SIZE = 400;

    private final ClaimShares all = ClaimShares.all(SIZE);

    @Test
    void whereNothingMoreUrgentGoesOnEachHasAWholeRound() {
        assertThat(all.after(new ClaimShares(3, 0, 400), SIZE)).isEqualTo(all);
    }

    @Test
    void whatIsLessUrgentHasAnEighthWhileTheOthersGoOn() {
        assertThat(all.after(new ClaimShares(0, 400, 400), SIZE)).isEqualTo(new ClaimShares(400, 400, 50));
        assertThat(all.after(new ClaimShares(400, 0, 400), SIZE)).isEqualTo(new ClaimShares(400, 50, 50));
    }

    @Test
    void thereIsMoreToDoWhenOneShareIsFilled() {
        assertThat(all.isFilledBy(new ClaimShares(399, 399, 399))).isFalse();
        assertThat(new ClaimShares(400, 400, 50).isFilledBy(new ClaimShares(0, 10, 50)))
                .isTrue();
    }
}
