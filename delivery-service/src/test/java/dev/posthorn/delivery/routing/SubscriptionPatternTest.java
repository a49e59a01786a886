package dev.posthorn.delivery.routing;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class SubscriptionPatternTest {

    @ParameterizedTest
    @CsvSource({
        "*, order.created, true",
        "order.created, order.created, true",
        "order.created, order.created.v2, false",
        "order.created, order, false",
        "order.*, order.created, true",
        "order.*, order.item.added, true",
        "order.*, order, false",
        "order.*, orders.created, false",
        "order.item.*, order.created, false"
    })
    void matchesTypes(String pattern, String type, boolean expected) {
        assertThat(new SubscriptionPattern(null, pattern, List.of(), null, null).matchesType(type))
                .isEqualTo(expected);
    }
}
