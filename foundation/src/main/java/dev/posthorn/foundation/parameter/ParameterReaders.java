package dev.posthorn.foundation.parameter;

import dev.posthorn.foundation.error.ApiException;
import dev.posthorn.foundation.id.AlertId;
import dev.posthorn.foundation.id.ApiKeyId;
import dev.posthorn.foundation.id.AttemptId;
import dev.posthorn.foundation.id.DeadLetterId;
import dev.posthorn.foundation.id.EndpointId;
import dev.posthorn.foundation.id.ReplayId;
import dev.posthorn.foundation.id.ScheduleId;
import dev.posthorn.foundation.id.SubscriptionId;
import dev.posthorn.foundation.id.TenantId;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;

import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/** Reads ids, times and durations. One in the path that is none names nothing, so that is a 404; in the query it is a 400. */
@Provider
public class ParameterReaders implements ParamConverterProvider {

    private static final Map<Class<?>, Function<String, ?>> READERS = Map.ofEntries(
            Map.entry(TenantId.class, TenantId::new),
            Map.entry(EndpointId.class, EndpointId::parse),
            Map.entry(SubscriptionId.class, SubscriptionId::parse),
            Map.entry(AttemptId.class, AttemptId::parse),
            Map.entry(DeadLetterId.class, DeadLetterId::parse),
            Map.entry(ReplayId.class, ReplayId::parse),
            Map.entry(ScheduleId.class, ScheduleId::parse),
            Map.entry(ApiKeyId.class, ApiKeyId::parse),
            Map.entry(AlertId.class, AlertId::parse),
            Map.entry(Instant.class, text -> OffsetDateTime.parse(text).toInstant()),
            Map.entry(Duration.class, Duration::parse));

    @Override
    public <T> ParamConverter<T> getConverter(Class<T> type, Type genericType, Annotation[] annotations) {
        Function<String, ?> reader = READERS.get(type);
        return reader == null ? null : new Reader<>(type, reader, annotations);
    }

    private record Reader<T>(Class<T> type, Function<String, ?> reader, Annotation[] annotations)
            implements ParamConverter<T> {

        @Override
        public T fromString(String text) {
            if (text == null) {
                return null;
            }
            try {
                return type.cast(reader.apply(text));
            } catch (IllegalArgumentException | DateTimeException notOne) {
                throw refusal();
            }
        }

        private ApiException refusal() {
            return Stream.of(annotations)
                    .filter(QueryParam.class::isInstance)
                    .map(annotation -> ((QueryParam) annotation).value())
                    .findFirst()
                    .map(name -> ApiException.malformed(name, "Parameter " + name + " must be " + form()))
                    .orElseGet(() -> ApiException.notFound(thing()));
        }

        private String form() {
            if (type == Instant.class) {
                return "an RFC 3339 time such as 2026-01-15T10:30:00Z";
            }
            return type == Duration.class ? "an ISO 8601 duration such as PT5M" : "the id of such a thing";
        }

        private String thing() {
            return Stream.of(annotations)
                    .filter(PathParam.class::isInstance)
                    .map(annotation -> ((PathParam) annotation).value())
                    .findFirst()
                    .orElse("thing");
        }

        @Override
        public String toString(T value) {
            return value.toString();
        }
    }
}
