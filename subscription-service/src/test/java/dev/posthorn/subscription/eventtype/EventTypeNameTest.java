package dev.posthorn.subscription.eventtype;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EventTypeNameTest {

    @ParameterizedTest
    @ValueSource(strings = {"order", "order.created", "invoice.line-item.added", "user.signed_up", "v2.order.1"})
    void isWordsJoinedByDots(String name) {
        assertThat(new EventTypeName(name)).hasToString(name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "order.",
                ".created",
                "order..created",
                "Order.created",
                "order created",
                "order.*",
                "_x",
                "ördér",
                "order\n",
                "order.created\u0000"
            })
    void isNothingElse(String name) {
        assertThatThrownBy(() -> new EventTypeName(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isNotLongerThan128Characters() {
        assertThat(new EventTypeName("a".repeat(128)).value()).hasSize(128);
        assertThatThrownBy(() -> new EventTypeName("a".repeat(129))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "order.*", "order.created.*", "order.created"})
    void patternsNameOneOrAllBelowOrAll(String pattern) {
        assertThat(new EventTypePattern(pattern)).hasToString(pattern);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "**", ".*", "order*", "*.created", "order.*.created", "order.", "Order.*"})
    void patternsHaveNoOtherWildcards(String pattern) {
        assertThatThrownBy(() -> new EventTypePattern(pattern)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void onlyAnExactPatternNamesAType() {
        assertThat(new EventTypePattern("order.created").exactName()).contains(new EventTypeName("order.created"));
        assertThat(new EventTypePattern("order.*").exactName()).isEmpty();
        assertThat(new EventTypePattern("*").exactName()).isEmpty();
    }
}
