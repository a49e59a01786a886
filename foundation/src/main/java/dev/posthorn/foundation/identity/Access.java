package dev.posthorn.foundation.identity;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may call an operation. On a path with a parameter {@code tenant} the caller must reach that tenant; elsewhere it
 * must be the operator, unless {@link #anyTenant} says otherwise.
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Access {

    Permission value();

    /** Whether callers of any tenant may do it, though no tenant is named in the path. */
    boolean anyTenant() default false;

    /** Whether only the operator may do it, though a tenant is named in the path. */
    boolean operatorOnly() default false;
}
