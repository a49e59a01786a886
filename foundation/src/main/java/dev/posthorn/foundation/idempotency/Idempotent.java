package dev.posthorn.foundation.idempotency;

import jakarta.interceptor.InterceptorBinding;
import jakarta.ws.rs.NameBinding;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * A blocking operation that honours {@code Idempotency-Key}. It returns a {@link org.jboss.resteasy.reactive.RestResponse},
 * and does all its work in JTA transactions that may join one that is already there.
 */
@Documented
@InterceptorBinding
@NameBinding
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.TYPE, ElementType.METHOD})
public @interface Idempotent {}
