/** Lists as the API shows them: newest first, a page at a time, with an opaque cursor that stays valid while things are added. */
package dev.posthorn.foundation.list;
